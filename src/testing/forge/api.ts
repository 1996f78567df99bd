import type { Route } from "./router.ts";
import { actionRoutes } from "./routes/actions.ts";
import { artifactRoutes } from "./routes/artifacts.ts";
import { assetRoutes } from "./routes/assets.ts";
import { checkRoutes } from "./routes/checks.ts";
import { commitRoutes } from "./routes/commits.ts";
import { contentRoutes } from "./routes/contents.ts";
import { dispatchRoutes } from "./routes/dispatches.ts";
import { gitDataRoutes } from "./routes/git-data.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { issueRoutes } from "./routes/issues.ts";
import { mergeRoutes } from "./routes/merges.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { refRoutes } from "./routes/refs.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { reviewRoutes } from "./routes/reviews.ts";
import { reviewCommentRoutes } from "./routes/review-comments.ts";
import { statusRoutes } from "./routes/statuses.ts";

/** Everything under the API address. Patterns with an open end come after those they would swallow. */
export const apiRoutes: readonly Route[] = [
  ...checkRoutes,
  ...statusRoutes,
  ...artifactRoutes,
  ...actionRoutes,
  ...hookRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...dispatchRoutes,
  ...gitDataRoutes,
  ...refRoutes,
  ...reviewCommentRoutes,
  ...pullRoutes,
  ...mergeRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...assetRoutes,
  ...releaseRoutes,
  ...repositoryRoutes,
];
