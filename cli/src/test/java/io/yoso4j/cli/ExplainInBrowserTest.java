package io.yoso4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of {@code explain}, clicked at in a real browser. Only object 2 has maps. */
final class ExplainInBrowserTest extends CommandTest {
  private static final String CLICKS =
      """
      <script>
      const state = () => ({
        said: document.getElementById("said").textContent,
        object: document.querySelector("input[name=object]:checked").dataset.number,
        stage: document.querySelector("input[name=stage]:checked").dataset.name,
        stages: [...document.querySelectorAll("section.stage")].filter((each) => !each.hidden).length,
        panels: [...document.querySelectorAll(".panel h4")].filter((each) => each.checkVisibility()).map((each) => each.textContent),
        jumps: window.jumps,
        hash: location.hash
      });
      addEventListener("load", () => {
        window.jumps = 0;
        Element.prototype.scrollIntoView = () => { window.jumps++; };
        const areas = [...document.querySelectorAll("path.area")];
        const key = (element, name) => element.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}));
        const click = (element) => element.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
        const seen = {start: state(), labels: areas.map((each) => each.getAttribute("aria-label"))};
        click(areas[0]);
        seen.without = state();
        key(areas[0], "Escape");
        seen.escape = state();
        key(areas[0], "Enter");
        seen.keyboard = state();
        click(areas[1]);
        seen.with = state();
        click(document.querySelector('.matching button[data-object="0"][data-stage="0"]'));
        seen.table = state();
        click(document.querySelector('.matching button[data-object="1"][data-stage="0"]'));
        seen.follow = state();
        const cell = document.querySelector('section[data-of-stage="0"] .costs td[data-o="0"]');
        click(cell);
        seen.cell = state();
        document.body.textContent = "PROBE" + JSON.stringify(seen) + "PROBE";
      });
      </script></body>
      """;

  private Browser browser;
  private Path page;

  @BeforeEach
  void explain() {
    browser = Browser.find(folder);
    Path shapes = folder.resolve("shapes");
    Path trained = ExplainableRun.train(shapes, folder.resolve("trained"));
    page = folder.resolve("explain.html");
    int code =
        run(
            new LibraryWorkflows(),
            "explain",
            "--run",
            trained,
            "--image",
            shapes.resolve("val/000001.png"),
            "--objects",
            "2",
            "--out",
            page);
    assertThat(code).as(err.toString()).isZero();
  }

  private JsonNode clicked(String fragment) throws IOException, InterruptedException {
    Path probed = folder.resolve("probed.html");
    Files.writeString(probed, Files.readString(page).replace("</body>", CLICKS));
    Browser.Shown shown = browser.open(probed.toUri() + fragment);
    assertThat(shown.console()).isEmpty();
    return JsonMapper.shared()
        .readTree(
            shown
                .dom()
                .split("PROBE")[1]
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"));
  }

  private static void assertUnmoved(JsonNode state, JsonNode before) {
    for (String what : new String[] {"object", "stage", "stages", "panels", "jumps", "hash"}) {
      assertThat(state.get(what)).as(what).isEqualTo(before.get(what));
    }
  }

  @Test
  void objectsWithoutMapsSaySoAndLeaveThePageAsItIs() throws IOException, InterruptedException {
    JsonNode seen = clicked("");
    JsonNode start = seen.get("start");
    assertThat(start.get("object").asString()).isEqualTo("2");
    assertThat(start.get("said").asString()).isEmpty();
    assertThat(seen.get("labels").get(0).asString()).matches("object 1 \\(\\w+\\), without maps");
    assertThat(seen.get("labels").get(1).asString()).matches("Follow object 2 \\(\\w+\\)");
    for (String way : new String[] {"without", "keyboard"}) {
      assertThat(seen.get(way).get("said").asString())
          .as(way)
          .matches("This page has no maps of object 1 \\(\\w+\\); --objects 1 makes them\\.");
      assertUnmoved(seen.get(way), start);
    }
    assertThat(seen.get("escape").get("said").asString()).isEmpty();
    JsonNode with = seen.get("with");
    assertThat(with.get("said").asString()).isEmpty();
    assertThat(with.get("jumps").asInt()).isEqualTo(1);
    assertThat(with.get("hash").asString()).isEqualTo("#o2.s2");
    assertThat(seen.get("table").get("said").asString()).contains("no maps of object 1");
    assertUnmoved(seen.get("table"), with);
    JsonNode follow = seen.get("follow");
    assertThat(follow.get("hash").asString()).isEqualTo("#o2.s0");
    assertThat(follow.get("panels").get(0).asString()).contains("at stage s0");
    assertThat(seen.get("cell").get("said").asString()).contains("no maps of object 1");
  }

  @Test
  void anAddressThatNamesNothingShowsTheLastStage() throws IOException, InterruptedException {
    JsonNode start = clicked("#50%").get("start");
    assertThat(start.get("stages").asInt()).isEqualTo(1);
    assertThat(start.get("stage").asString()).isEqualTo("s2");
    assertThat(start.get("panels").size()).isEqualTo(1);
  }
}
