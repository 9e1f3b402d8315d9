package io.yoso4j.data.health;

import io.yoso4j.data.health.PartFacts.ImageCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds images that are there more than once, within a part and across parts. */
final class Copies {

  private final List<PartFacts> parts;

  Copies(List<PartFacts> parts) {
    this.parts = parts;
  }

  void findInto(Findings findings) {
    Map<String, Place> anywhere = new HashMap<>();
    for (PartFacts part : parts) {
      Map<String, Long> names = new HashMap<>();
      Map<String, Place> here = new HashMap<>();
      for (ImageCase each : part.images()) {
        Long earlier = names.putIfAbsent(each.image().fileName(), each.image().id());
        if (earlier != null) {
          findings.add(
              Problem.REPEATED_FILE, occurrence(part, each, "also listed as image " + earlier));
        }
        String hash = each.file().sha256();
        if (hash.isEmpty()) {
          continue;
        }
        Place place = new Place(part.name(), each.image().fileName());
        Place twin = here.putIfAbsent(hash, place);
        if (twin != null && earlier == null) {
          findings.add(
              Problem.DUPLICATE_IMAGE, occurrence(part, each, "same content as " + twin.file()));
        }
        Place elsewhere = anywhere.get(hash);
        if (elsewhere != null) {
          findings.add(
              Problem.SHARED_IMAGE, occurrence(part, each, "same content as " + elsewhere));
        }
      }
      here.forEach(anywhere::putIfAbsent);
    }
    for (int i = 1; i < parts.size(); i++) {
      findAlike(parts.get(i), parts.subList(0, i), findings);
    }
  }

  /** Images that look like one of an earlier part, unless an earlier part has their content. */
  private static void findAlike(PartFacts part, List<PartFacts> earlier, Findings findings) {
    Set<String> contents = new HashSet<>();
    List<Look> looks = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (PartFacts other : earlier) {
      for (ImageCase each : other.images()) {
        contents.add(each.file().sha256());
        Look look = each.file().look();
        if (look != null) {
          looks.add(look);
          places.add(new Place(other.name(), each.image().fileName()));
        }
      }
    }
    List<ImageCase> images = part.images();
    int[] twins =
        images.parallelStream()
            .mapToInt(each ->
                contents.contains(each.file().sha256()) ? -1 : first(each.file().look(), looks))
            .toArray();
    for (int i = 0; i < twins.length; i++) {
      if (twins[i] >= 0) {
        findings.add(
            Problem.NEAR_DUPLICATE,
            occurrence(part, images.get(i), "looks like " + places.get(twins[i])));
      }
    }
  }

  private static int first(@Nullable Look look, List<Look> others) {
    for (int i = 0; look != null && i < others.size(); i++) {
      if (look.resembles(others.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** For each part, the images whose content a later part has, too. */
  List<Set<Long>> inLaterParts() {
    Set<String> later = new HashSet<>();
    List<Set<Long>> shared = new ArrayList<>();
    for (PartFacts part : parts.reversed()) {
      Set<Long> ids = new HashSet<>();
      for (ImageCase each : part.images()) {
        if (later.contains(each.file().sha256())) {
          ids.add(each.image().id());
        }
      }
      shared.addFirst(ids);
      part.images().stream()
          .map(each -> each.file().sha256())
          .filter(hash -> !hash.isEmpty())
          .forEach(later::add);
    }
    return shared;
  }

  private static Occurrence occurrence(PartFacts part, ImageCase each, String detail) {
    return new Occurrence(part.name(), each.image().fileName(), each.image().id(), -1, detail);
  }

  private record Place(String part, String file) {
    @Override
    public String toString() {
      return file + " of " + part;
    }
  }
}
