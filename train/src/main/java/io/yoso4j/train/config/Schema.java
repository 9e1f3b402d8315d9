package io.yoso4j.train.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of {@link TrainConfig}, derived from its records, and their way from text to types. */
final class Schema {
  private static final Map<String, Type> KEYS = new LinkedHashMap<>();
  private static final Set<String> SECTIONS = new TreeSet<>();

  static {
    collect("", TrainConfig.class);
  }

  private Schema() {}

  private static void collect(String prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + snakeCase(component.getName());
      if (component.getType().isRecord()) {
        SECTIONS.add(key);
        collect(key + ".", component.getType());
      } else {
        KEYS.put(key, component.getGenericType());
      }
    }
  }

  /** All keys, in the order of the tree. */
  static List<String> keys() {
    return List.copyOf(KEYS.keySet());
  }

  static boolean isKey(String name) {
    return KEYS.containsKey(name);
  }

  static boolean isSection(String name) {
    return SECTIONS.contains(name);
  }

  /** {@code numPoints} becomes {@code num_points}. */
  static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Builds the tree from one setting per key. Throws {@link ConfigException} without an origin. */
  static TrainConfig build(Map<String, Setting> settings) {
    return (TrainConfig) build("", TrainConfig.class, settings);
  }

  private static Object build(String prefix, Class<?> type, Map<String, Setting> settings) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = prefix + snakeCase(components[i].getName());
      Class<?> component = components[i].getType();
      values[i] =
          component.isRecord()
              ? build(key + ".", component, settings)
              : Convert.to(components[i].getGenericType(), key, required(settings, key).value());
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException problem) {
        throw problem;
      }
      throw new IllegalStateException("cannot build " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot build " + type.getName(), e);
    }
  }

  private static Setting required(Map<String, Setting> settings, String key) {
    Setting setting = settings.get(key);
    if (setting == null) {
      throw new ConfigException(List.of(key), key + " has no value in any preset");
    }
    return setting;
  }
}
