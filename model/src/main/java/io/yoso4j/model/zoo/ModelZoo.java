package io.yoso4j.model.zoo;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The published weights that are known by name.
 *
 * <p>Sources: torchvision's {@code models/resnet.py} and {@code mobilenetv2.py} (URLs, sizes in MiB
 * with three decimals), upstream's README, detectron2's catalogue. torchvision publishes the first
 * eight digits of a file's SHA-256, as part of its name. Where all 64 stand here, the others agree
 * in several independent public projects that downloaded the file; they are not torchvision's word.
 * Exact sizes likewise. Upstream and detectron2 publish no digests: none is made up for them.
 */
public final class ModelZoo {
  private static final String TORCHVISION = "https://download.pytorch.org/models/";
  private static final String UPSTREAM = "https://github.com/hujiecpp/YOSO/releases/download/v0.1/";
  private static final String DETECTRON2 =
      "https://dl.fbaipublicfiles.com/detectron2/ImageNetPretrained/";

  /** What upstream's configuration files write for {@link #DETECTRON2}. */
  private static final String DETECTRON2_ALIAS = "detectron2://ImageNetPretrained/";

  private static final long UNKNOWN_SIZE_LIMIT = 1L << 30;

  private static final List<PublishedWeights> ALL =
      List.of(
          exact(
              "resnet18",
              "resnet18-f37072fd.pth",
              46_830_571,
              "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec",
              "ResNet-18, ImageNet"),
          exact(
              "resnet34",
              "resnet34-b627a593.pth",
              87_319_819,
              "b627a593bcbe140c234610266fe4f8ae95ea42fc881d091c9b6052e6b1d0590f",
              "ResNet-34, ImageNet"),
          exact(
              "resnet50",
              "resnet50-0676ba61.pth",
              102_530_333,
              "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a",
              "ResNet-50, ImageNet, as in upstream's R-50.pkl"),
          exact(
              "resnet50-v2",
              "resnet50-11ad3fa6.pth",
              102_540_417,
              "11ad3fa62ca79e40addfd354a8ec4b7c75143b3038b8d2a807fbc68deab379ca",
              "ResNet-50, ImageNet, newer recipe"),
          rounded(
              "resnet101",
              "resnet101-63fe2227.pth",
              170.511,
              "63fe2227b86e8f1f2063f43a75c84d195911b6a0eace650907dd3dc62dd49a0a",
              "ResNet-101, ImageNet"),
          rounded(
              "resnet101-v2",
              "resnet101-cd907fc2.pth",
              170.53,
              "cd907fc2",
              "ResNet-101, ImageNet, newer recipe"),
          rounded(
              "mobilenet_v2",
              "mobilenet_v2-b0353104.pth",
              13.555,
              "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889",
              "MobileNetV2, ImageNet"),
          rounded(
              "mobilenet_v2-v2",
              "mobilenet_v2-7ebf99e0.pth",
              13.598,
              "7ebf99e0",
              "MobileNetV2, ImageNet, newer recipe"),
          unverified(
              "detectron2:R-50", DETECTRON2 + "torchvision/R-50.pkl", "torchvision's ResNet-50"),
          unverified(
              "detectron2:R-101", DETECTRON2 + "torchvision/R-101.pkl", "torchvision's ResNet-101"),
          unverified(
              "msra:R-50",
              DETECTRON2 + "MSRA/R-50.pkl",
              "the first ResNet-50: BGR, no division, stride in the first 1x1"),
          unverified(
              "msra:R-101",
              DETECTRON2 + "MSRA/R-101.pkl",
              "the first ResNet-101: BGR, no division, stride in the first 1x1"),
          unverified(
              "yoso:r50-coco",
              UPSTREAM + "yoso_res50_coco.pth",
              "YOSO R50, COCO panoptic, PQ 48.4"),
          unverified(
              "yoso:r50-cityscapes",
              UPSTREAM + "yoso_res50_cityscapes.pth",
              "YOSO R50, Cityscapes, PQ 59.7"),
          unverified(
              "yoso:r50-ade20k", UPSTREAM + "yoso_res50_ade20k.pth", "YOSO R50, ADE20K, PQ 38.0"),
          unverified(
              "yoso:r50-mapillary",
              UPSTREAM + "yoso_res50_mapillary.pth",
              "YOSO R50, Mapillary Vistas, PQ 34.1"));

  private ModelZoo() {}

  private static PublishedWeights exact(
      String name, String file, long bytes, String sha256, String about) {
    return new PublishedWeights(
        "torchvision:" + name, URI.create(TORCHVISION + file), bytes, bytes, sha256, about);
  }

  private static PublishedWeights rounded(
      String name, String file, double mebibytes, String sha256, String about) {
    double half = 0.0005;
    return new PublishedWeights(
        "torchvision:" + name,
        URI.create(TORCHVISION + file),
        (long) Math.floor((mebibytes - half) * (1 << 20)),
        (long) Math.ceil((mebibytes + half) * (1 << 20)),
        sha256,
        about);
  }

  private static PublishedWeights unverified(String name, String url, String about) {
    return new PublishedWeights(name, URI.create(url), 1, UNKNOWN_SIZE_LIMIT, "", about);
  }

  /** All weights that are known. */
  public static List<PublishedWeights> all() {
    return ALL;
  }

  /**
   * Whether a text is meant as a name of this list rather than as a path: it begins with a
   * publisher and a colon.
   */
  public static boolean isName(String text) {
    return ALL.stream().anyMatch(weights -> text.startsWith(weights.publisher() + ":"));
  }

  /**
   * The weights of a name, or of detectron2's {@code detectron2://ImageNetPretrained/…}.
   *
   * @throws ZooException naming all that are known of this publisher
   */
  public static PublishedWeights get(String name) {
    Optional<PublishedWeights> found =
        ALL.stream()
            .filter(weights ->
                weights.name().equals(name)
                    || (name.startsWith(DETECTRON2_ALIAS)
                        && weights
                            .url()
                            .toString()
                            .equals(DETECTRON2 + name.substring(DETECTRON2_ALIAS.length()))))
            .findFirst();
    return found.orElseThrow(() ->
        new ZooException(
            ZooException.Kind.UNKNOWN,
            name + ": no such weights; known are " + known(name),
            "'./yoso4j weights list' says more."));
  }

  private static String known(String name) {
    return ALL.stream()
        .filter(weights -> name.startsWith(weights.publisher() + ":") || !isName(name))
        .map(PublishedWeights::name)
        .collect(Collectors.joining(", "));
  }
}
