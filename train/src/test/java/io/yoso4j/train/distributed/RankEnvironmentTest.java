package io.yoso4j.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankEnvironmentTest {
  private static Map<String, String> variables() {
    return new HashMap<>(
        Map.of(
            "RANK", "5",
            "WORLD_SIZE", "8",
            "LOCAL_RANK", "1",
            "LOCAL_WORLD_SIZE", "4",
            "MASTER_ADDR", "node0",
            "MASTER_PORT", "29500"));
  }

  @Test
  void readsWhatLaunchersSet() {
    assertThat(RankEnvironment.of(variables()))
        .isEqualTo(new RankEnvironment(5, 8, 1, 4, "node0", 29500, false, 0, null));
    Map<String, String> more = variables();
    more.put("TORCHELASTIC_USE_AGENT_STORE", "True");
    more.put("TORCHELASTIC_RESTART_COUNT", "2");
    more.put("GLOO_SOCKET_IFNAME", "eth1");
    assertThat(RankEnvironment.of(more))
        .isEqualTo(new RankEnvironment(5, 8, 1, 4, "node0", 29500, true, 2, "eth1"));
  }

  @Test
  void aProcessWithoutTheVariablesIsAlone() {
    assertThat(RankEnvironment.of(Map.of())).isEqualTo(RankEnvironment.alone());
    Map<String, String> one = variables();
    one.put("RANK", "0");
    one.put("WORLD_SIZE", "1");
    assertThat(RankEnvironment.of(one)).isEqualTo(RankEnvironment.alone());
    assertThat(RankEnvironment.alone().several()).isFalse();
  }

  @Test
  void whatAChildIsToldComesBack() {
    RankEnvironment child = RankEnvironment.local(1, 3, 4567);
    assertThat(RankEnvironment.of(child.variables())).isEqualTo(child);
    RankEnvironment elsewhere = new RankEnvironment(5, 8, 1, 4, "node0", 2950, true, 3, "eth1");
    assertThat(RankEnvironment.of(elsewhere.variables())).isEqualTo(elsewhere);
    assertThat(child.threads(8)).isEqualTo(2);
    assertThat(child.threads(2)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "RANK, x, 'environment variable RANK is \"x\", but must be a whole number'",
    "RANK, 8, 'environment variable RANK is 8, but must be in the range 0 to 7'",
    "WORLD_SIZE, 0, 'environment variable WORLD_SIZE is 0, but must be in the range 1 to 65536'",
    "LOCAL_RANK, -1, 'environment variable LOCAL_RANK is -1, but must be in the range 0 to 7'",
    "TORCHELASTIC_RESTART_COUNT, -1, 'environment variable TORCHELASTIC_RESTART_COUNT is -1, but must be in the range 0 to 2147483647'",
    "MASTER_PORT, 70000, 'environment variable MASTER_PORT is 70000, but must be in the range 1 to 65535'"
  })
  void namesTheVariableThatIsWrong(String name, String value, String message) {
    Map<String, String> wrong = variables();
    wrong.put(name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankEnvironment.of(wrong))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"})
  void namesTheVariableThatIsMissing(String name) {
    Map<String, String> missing = variables();
    missing.remove(name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankEnvironment.of(missing))
        .withMessage(
            "environment variable %s is missing: a process of several needs RANK, WORLD_SIZE,"
                + " MASTER_ADDR and MASTER_PORT",
            name);
  }
}
