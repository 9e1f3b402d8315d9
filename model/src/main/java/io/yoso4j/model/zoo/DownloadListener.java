package io.yoso4j.model.zoo;

/** Hears how a download goes on, on the thread that downloads. */
@FunctionalInterface
public interface DownloadListener {
  /** Hears nothing. */
  DownloadListener NONE = (weights, bytes, total) -> {};

  /**
   * @param bytes what has arrived, that of earlier tries among it
   * @param total the file's size, or -1 while it is unknown
   */
  void onProgress(PublishedWeights weights, long bytes, long total);
}
