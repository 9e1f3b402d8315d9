package io.yoso4j.criterion;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Workspaces that wait for their next task; as many as ever worked at once. */
final class WorkspacePool {
  private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

  Workspace borrow() {
    Workspace workspace = idle.poll();
    return workspace == null ? new Workspace() : workspace;
  }

  void giveBack(Workspace workspace) {
    idle.add(workspace);
  }
}
