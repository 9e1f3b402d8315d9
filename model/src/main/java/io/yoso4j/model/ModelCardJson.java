package io.yoso4j.model;

import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.yoso.InputSpec;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Model cards as JSON. The text comes from a file that may be anybody's: sizes are limited. */
final class ModelCardJson {
  private static final int MAX_LENGTH = 4 << 20;
  private static final int MAX_CLASSES = 100_000;
  private static final int MAX_NAME = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(40)
                          .maxNameLength(MAX_NAME)
                          .maxStringLength(MAX_LENGTH)
                          .build())
                  .build())
          .build();

  private ModelCardJson() {}

  static String write(ModelCard card) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JSON.tokenStreamFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      if (!card.classes().isEmpty()) {
        json.writeArrayPropertyStart("classes");
        for (PanopticCategory category : card.classes()) {
          json.writeStartObject();
          json.writeNumberProperty("id", category.id());
          json.writeStringProperty("name", category.name());
          json.writeBooleanProperty("thing", category.thing());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      if (card.temperature() != null) {
        json.writeNumberProperty("temperature", card.temperature());
      }
      InputSpec input = card.input();
      if (input != null) {
        numbers(json, "pixel_mean", input.pixelMean());
        numbers(json, "pixel_std", input.pixelStd());
        json.writeNumberProperty("size_divisibility", input.sizeDivisibility());
      }
      switch (card.inputSize()) {
        case null -> {}
        case InputSize.Original() -> json.writeStringProperty("input_size", "original");
        case InputSize.LongestSide(int side) -> json.writeNumberProperty("longest_side", side);
        case InputSize.ShortestSide(int shortest, int longest) -> {
          json.writeNumberProperty("shortest_side", shortest);
          json.writeNumberProperty("longest_side", longest);
        }
      }
      Tiling tiling = card.tiling();
      if (tiling != null) {
        json.writeNumberProperty("tile_side", tiling.side());
        json.writeNumberProperty("tile_overlap", tiling.overlap());
        if (tiling.whole()) {
          json.writeBooleanProperty("tile_whole", true);
        }
      }
      ClassScores scores = card.classScores();
      if (scores != null) {
        json.writeStringProperty("class_scores", scores.name().toLowerCase(Locale.ROOT));
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void numbers(JsonGenerator json, String name, List<Double> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeNumber);
    json.writeEndArray();
  }

  static ModelCard read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw bad("has " + text.length() + " characters, limit " + MAX_LENGTH);
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw bad("is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
    if (!root.isObject()) {
      throw bad("must be an object");
    }
    JsonNode temperature = root.get("temperature");
    return new ModelCard(
        classes(root.get("classes")),
        temperature == null ? null : number(temperature, "temperature"),
        input(root),
        inputSize(root),
        tiling(root),
        classScores(root.get("class_scores")));
  }

  private static List<PanopticCategory> classes(@Nullable JsonNode list) {
    List<PanopticCategory> classes = new ArrayList<>();
    if (list == null) {
      return classes;
    }
    if (!list.isArray() || list.size() > MAX_CLASSES) {
      throw bad("classes must be a list of at most " + MAX_CLASSES);
    }
    Set<Long> ids = new HashSet<>();
    for (JsonNode entry : list) {
      String place = "classes[" + classes.size() + "]";
      JsonNode id = entry.get("id");
      JsonNode name = entry.get("name");
      JsonNode thing = entry.get("thing");
      if (id == null || !id.isIntegralNumber() || !id.canConvertToLong()) {
        throw bad(place + " has no whole number id");
      }
      if (name == null || !name.isString() || name.asString().length() > MAX_NAME) {
        throw bad(place + " has no name of at most " + MAX_NAME + " characters");
      }
      if (thing != null && !thing.isBoolean()) {
        throw bad(place + ": thing must be true or false");
      }
      if (!ids.add(id.asLong())) {
        throw bad(place + ": id " + id.asLong() + " is there twice");
      }
      boolean isThing = thing == null || thing.asBoolean();
      classes.add(new PanopticCategory(id.asLong(), name.asString(), isThing));
    }
    return classes;
  }

  private static @Nullable InputSpec input(JsonNode root) {
    JsonNode mean = root.get("pixel_mean");
    JsonNode deviation = root.get("pixel_std");
    JsonNode divisor = root.get("size_divisibility");
    if (mean == null || deviation == null) {
      return null;
    }
    return new InputSpec(
        numbers(mean, "pixel_mean"),
        numbers(deviation, "pixel_std"),
        divisor == null ? KnownModel.SIZE_DIVISIBILITY : whole(divisor, "size_divisibility"));
  }

  private static @Nullable InputSize inputSize(JsonNode root) {
    JsonNode shortest = root.get("shortest_side");
    JsonNode longest = root.get("longest_side");
    JsonNode text = root.get("input_size");
    if (longest != null && shortest != null) {
      return new InputSize.ShortestSide(
          whole(shortest, "shortest_side"), whole(longest, "longest_side"));
    }
    if (longest != null) {
      return new InputSize.LongestSide(whole(longest, "longest_side"));
    }
    return text != null && text.isString() && text.asString().equals("original")
        ? new InputSize.Original()
        : null;
  }

  private static @Nullable Tiling tiling(JsonNode root) {
    JsonNode side = root.get("tile_side");
    JsonNode overlap = root.get("tile_overlap");
    if (side == null || overlap == null) {
      return null;
    }
    JsonNode whole = root.get("tile_whole");
    if (whole != null && !whole.isBoolean()) {
      throw bad("tile_whole must be true or false");
    }
    return new Tiling(
        whole(side, "tile_side"),
        number(overlap, "tile_overlap"),
        whole != null && whole.asBoolean());
  }

  private static @Nullable ClassScores classScores(@Nullable JsonNode name) {
    if (name == null) {
      return null;
    }
    return switch (name.asString("")) {
      case "softmax" -> ClassScores.SOFTMAX;
      case "sigmoid" -> ClassScores.SIGMOID;
      default -> throw bad("class_scores must be softmax or sigmoid");
    };
  }

  private static List<Double> numbers(JsonNode list, String name) {
    if (!list.isArray() || list.size() != 3) {
      throw bad(name + " must be a list of three numbers");
    }
    List<Double> values = new ArrayList<>();
    list.forEach(value -> values.add(number(value, name)));
    return values;
  }

  private static double number(JsonNode value, String name) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw bad(name + " must be a finite number");
    }
    return value.asDouble();
  }

  private static int whole(JsonNode value, String name) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw bad(name + " must be a whole number");
    }
    return value.asInt();
  }

  private static IllegalArgumentException bad(String what) {
    return new IllegalArgumentException("model card " + what);
  }
}
