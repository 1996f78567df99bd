import { expect, test } from "vitest";

import { permissionViews } from "./permissions.ts";
import { aReader } from "../../testing/store-data.ts";

const alone = { before: undefined, hosts: [] };

test("what asks for trust comes first, with the developer's reason", () => {
  const asked = { permissions: ["storage", "made.up", "camera"], permission_reasons: { camera: "To scan codes." } };
  const views = permissionViews(asked, alone, aReader());
  expect(views.map(({ id, level, grant, reason }) => [id, level, grant, reason])).toEqual([
    ["camera", "dangerous", "Asks you first", "To scan codes."],
    ["made.up", "unknown", "Not known to this store", null],
    ["storage", "normal", "Allowed when installed", null],
  ]);
});

test("permissions are sentences in the reader's language", () => {
  const asked = { permissions: ["camera", "constructor"], permission_reasons: {} };
  expect(permissionViews(asked, alone, aReader()).map(({ sentence }) => sentence)).toEqual([
    "Take pictures and record video",
    null,
  ]);
  expect(permissionViews(asked, alone, aReader("de"))[0]).toMatchObject({
    sentence: "Fotos und Videos aufnehmen",
    grant: "Fragt dich vorher",
  });
});

test("what the version before did not ask for is new; in a first version nothing is", () => {
  const asked = { permissions: ["camera", "storage"], permission_reasons: {} };
  const before = { permissions: ["storage"] };
  const isNew = (context: Parameters<typeof permissionViews>[1]) =>
    permissionViews(asked, context, aReader()).map((view) => view.isNew);
  expect(isNew({ ...alone, before })).toEqual([true, false]);
  expect(isNew(alone)).toEqual([false, false]);
});

test("only the network comes with the servers that the app names", () => {
  const asked = { permissions: ["network", "storage"], permission_reasons: {} };
  const views = permissionViews(asked, { before: undefined, hosts: ["api.example.com"] }, aReader());
  expect(views.map(({ id, hosts }) => [id, hosts])).toEqual([
    ["network", ["api.example.com"]],
    ["storage", []],
  ]);
});
