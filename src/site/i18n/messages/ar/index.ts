import app from "./app.json" with { type: "json" };
import home from "./home.json" with { type: "json" };
import lists from "./lists.json" with { type: "json" };
import permissions from "./permissions.json" with { type: "json" };
import site from "./site.json" with { type: "json" };
import versions from "./versions.json" with { type: "json" };

import type { Messages } from "../../messages.ts";

export const ar: Messages = { ...app, ...home, ...lists, ...permissions, ...site, ...versions };
