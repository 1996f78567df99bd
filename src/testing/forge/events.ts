import type { Actor } from "./access.ts";
import type { JsonBody } from "./http.ts";
import type { RepositoryRecord, WorkflowRunRecord } from "./records.ts";

export type EventName =
  | "push"
  | "pull_request"
  | "pull_request_review"
  | "issue_comment"
  | "workflow_dispatch"
  | "repository_dispatch"
  | "workflow_run"
  | "check_run"
  | "status";

/** Something that happened in a repository, as webhooks and workflows hear of it. */
export interface ForgeEvent {
  readonly name: EventName;
  readonly repository: RepositoryRecord;
  readonly sender: Actor;
  readonly payload: JsonBody;
}

/** What a person asks of a workflow run; whoever executes runs obeys. */
export interface RunOrder {
  readonly run: WorkflowRunRecord;
  readonly order: "approve" | "rerun" | "cancel";
}

export interface ForgeEvents {
  emit(event: ForgeEvent): void;
  onEvent(listener: (event: ForgeEvent) => void): void;
  order(order: RunOrder): void;
  onOrder(listener: (order: RunOrder) => void): void;
}

export function createEvents(): ForgeEvents {
  const listeners: ((event: ForgeEvent) => void)[] = [];
  const runners: ((order: RunOrder) => void)[] = [];
  return {
    emit: (event) => listeners.forEach((listener) => listener(event)),
    onEvent: (listener) => void listeners.push(listener),
    order: (order) => runners.forEach((runner) => runner(order)),
    onOrder: (runner) => void runners.push(runner),
  };
}
