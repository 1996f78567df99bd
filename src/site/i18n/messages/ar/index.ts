import compare from "./compare.json" with { type: "json" };
import provenance from "./provenance.json" with { type: "json" };
import version from "./version.json" with { type: "json" };
import app from "./app.json" with { type: "json" };
import home from "./home.json" with { type: "json" };
import lists from "./lists.json" with { type: "json" };
import permissions from "./permissions.json" with { type: "json" };
import review from "./review.json" with { type: "json" };
import status from "./status.json" with { type: "json" };
import score from "./score.json" with { type: "json" };
import search from "./search.json" with { type: "json" };
import site from "./site.json" with { type: "json" };
import versions from "./versions.json" with { type: "json" };

import type { Messages } from "../../messages.ts";

export const ar: Messages = {
  ...app,
  ...version,
  ...provenance,
  ...compare,
  ...home,
  ...lists,
  ...permissions,
  ...review,
  ...status,
  ...score,
  ...search,
  ...site,
  ...versions,
};
