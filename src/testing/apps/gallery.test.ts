import { expect, test } from "vitest";

import { pass } from "./fake-phone.ts";
import { runApp } from "./run-app.ts";

const SHOT = { source: "capture:1", width: 640, height: 480 };

test("the drawings are there once, however often the app starts", async () => {
  const { text, lua } = await runApp("gallery");
  expect(text("count")).toBe("8 pictures");
  lua('require("scripts.library").open(os.time())');
  expect(lua('return #require("scripts.library").all()')).toBe(8);
});

test("a picture with a heart is among the favourites until it loses it", async () => {
  const { tap, text, lua, screen } = await runApp("gallery", { locale: "es" });
  tap("Favoritas");
  expect(text("count")).toBe("0 imágenes");
  tap("Todas");
  lua('ui.open("assets/picture.rml", { id = require("scripts.library").all()[2].id })');
  expect(text("title")).toBe("Desierto a mediodía");
  lua("picture_screen.favourite() ui.back()");
  tap("Favoritas");
  expect(text("count")).toBe("1 imagen");
  lua('ui.open("assets/picture.rml", { id = require("scripts.library").favourites()[1].id })');
  lua("picture_screen.favourite()");
  expect(screen()?.path).toBe("assets/main.rml");
  expect(text("count")).toBe("0 imágenes");
});

test("albums hold pictures, and are told apart by name in any letters", async () => {
  const { tap, text, type, lua } = await runApp("gallery");
  lua('ui.open("assets/picture.rml", { id = require("scripts.library").all()[1].id })');
  lua("picture_screen.albums()");
  tap("Create");
  expect(text("problem")).toBe("Give the album a name.");
  type("name", " Walks ");
  tap("Create");
  type("name", "WALKS");
  tap("Create");
  expect(text("problem")).toBe("There is an album of this name.");
  type("name", "At home");
  tap("Create");
  expect(text("list")).toBe("At homePictures: 1WalksPictures: 1");
  tap("Walks");
  expect(text("list")).toBe("At homePictures: 1WalksPictures: 0");
  lua("ui.back() ui.back()");
  tap("At home");
  expect(text("count")).toBe("1 picture");
  lua('local library = require("scripts.library") library.remove_album(library.albums()[1].id)');
  expect(lua('return #require("scripts.library").all()')).toBe(8);
});

test("a picture is taken once the camera is allowed, and can be deleted again", async () => {
  const { lua, text, screen, phone } = await runApp("gallery", { picture: SHOT, agrees: false });
  lua("gallery_screen.take()");
  expect(phone.toasts).toEqual(["Without the camera no picture can be taken."]);
  phone.agrees = true;
  lua("gallery_screen.take()");
  expect(screen()?.path).toBe("assets/picture.rml");
  expect(text("position")).toBe("1 of 9");
  expect(text("note")).toMatch(/^Taken on /);
  lua("picture_screen.delete() ui.back()");
  expect(text("count")).toBe("8 pictures");
});

test("who thinks better of a picture is told nothing", async () => {
  const { lua, text, phone } = await runApp("gallery", { granted: new Set(["camera"]) });
  lua("gallery_screen.take()");
  expect(phone.toasts).toEqual([]);
  expect(text("count")).toBe("8 pictures");
});

test("the slideshow goes round, and rests while the app is away", async () => {
  const { lua, tap, tell, text, screen, phone } = await runApp("gallery");
  lua("gallery_screen.play()");
  expect(text("title")).toBe("Mountain lake");
  pass(phone, 3000);
  expect(text("title")).toBe("Desert at noon");
  tell("pause");
  pass(phone, 60_000);
  tell("resume");
  expect(text("title")).toBe("Desert at noon");
  pass(phone, 7 * 3000);
  expect(text("title")).toBe("Mountain lake");
  tap("Tap to go back");
  expect(screen()?.path).toBe("assets/main.rml");
  expect(phone.timers.size).toBe(0);
});
