import type { Route } from "./router.ts";
import { assetRoutes } from "./routes/assets.ts";
import { checkRoutes } from "./routes/checks.ts";
import { commitRoutes } from "./routes/commits.ts";
import { contentRoutes } from "./routes/contents.ts";
import { dispatchRoutes } from "./routes/dispatches.ts";
import { gitDataRoutes } from "./routes/git-data.ts";
import { issueRoutes } from "./routes/issues.ts";
import { mergeRoutes } from "./routes/merges.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { refRoutes } from "./routes/refs.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { reviewRoutes } from "./routes/reviews.ts";

/** Everything under the API address. Patterns with an open end come after those they would swallow. */
export const apiRoutes: readonly Route[] = [
  ...checkRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...dispatchRoutes,
  ...gitDataRoutes,
  ...refRoutes,
  ...pullRoutes,
  ...mergeRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...assetRoutes,
  ...releaseRoutes,
  ...repositoryRoutes,
];
