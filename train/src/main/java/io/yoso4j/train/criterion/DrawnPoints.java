package io.yoso4j.train.criterion;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.PointDraws;
import java.util.List;
import java.util.stream.IntStream;

/** Points of any source, drawn on the host in parallel and uploaded. */
record DrawnPoints(PointDraws draws) implements PointSource {

  @Override
  public Planned plan(Upload upload, DrawPurpose purpose, List<Row> rows, int points) {
    int perRow = 2 * points;
    float[] all = new float[Math.multiplyExact(perRow, rows.size())];
    IntStream.range(0, rows.size())
        .parallel()
        .filter(i -> rows.get(i).used())
        .forEach(i -> {
          Row row = rows.get(i);
          float[] xy = new float[perRow];
          draws.draw(purpose, row.stage(), row.image(), row.instance(), xy);
          System.arraycopy(xy, 0, all, i * perRow, perRow);
        });
    Upload.Slot slot = upload.floats(all);
    return (packet, from, count) ->
        packet.get(slot).view(rows.size(), points, 2).narrow(0, from, count);
  }
}
