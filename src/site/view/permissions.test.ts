import { expect, test } from "vitest";

import { permissionViews } from "./permissions.ts";

test("what asks for trust comes first, with the developer's reason", () => {
  const views = permissionViews(["storage", "made.up", "camera"], { camera: "To scan codes." });
  expect(views.map(({ id, level, grant, reason }) => [id, level, grant, reason])).toEqual([
    ["camera", "dangerous", "Asks you first", "To scan codes."],
    ["made.up", "unknown", "Not known to this store", null],
    ["storage", "normal", "Allowed when installed", null],
  ]);
});

test("permissions are sentences", () => {
  expect(permissionViews(["camera"], {})[0]?.sentence).toBe("Take pictures and record video");
});
