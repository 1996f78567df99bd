import { readFileSync } from "node:fs";

import { NO_PICTURES, picturePath, type Pictures } from "../pictures/pictures.ts";

let pictures: Pictures | undefined;

/** The pictures that were made for this build, as the file says that `MOSIS_PICTURES` names; none where it is not set. Read once. */
export function loadPictures(): Pictures {
  pictures ??= readPictures();
  return pictures;
}

function readPictures(): Pictures {
  const { MOSIS_PICTURES: list } = process.env;
  return list === undefined ? NO_PICTURES : (JSON.parse(readFileSync(list, "utf8")) as Pictures);
}

/** Path of the picture for who shares an address of the store; null where there is none. */
export function storePicture(): string | null {
  const { store } = loadPictures();
  return store === null ? null : `/${picturePath(store)}`;
}
