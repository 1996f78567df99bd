import { expect, test } from "vitest";

import { permissionViews } from "./permissions.ts";
import { aReader } from "../../testing/store-data.ts";

test("what asks for trust comes first, with the developer's reason", () => {
  const views = permissionViews(["storage", "made.up", "camera"], { camera: "To scan codes." }, aReader());
  expect(views.map(({ id, level, grant, reason }) => [id, level, grant, reason])).toEqual([
    ["camera", "dangerous", "Asks you first", "To scan codes."],
    ["made.up", "unknown", "Not known to this store", null],
    ["storage", "normal", "Allowed when installed", null],
  ]);
});

test("permissions are sentences", () => {
  expect(permissionViews(["camera"], {}, aReader())[0]?.sentence).toBe("Take pictures and record video");
  expect(permissionViews(["camera"], {}, aReader("de"))[0]).toMatchObject({
    sentence: "Fotos und Videos aufnehmen",
    grant: "Fragt dich vorher",
  });
});
