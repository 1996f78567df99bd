--- The drawings that come with the app. A title is a message key.
return {
  { source = "images/lake.png", title = "picture.lake" },
  { source = "images/desert.png", title = "picture.desert" },
  { source = "images/harbour.png", title = "picture.harbour" },
  { source = "images/forest.png", title = "picture.forest" },
  { source = "images/city.png", title = "picture.city" },
  { source = "images/lights.png", title = "picture.lights" },
  { source = "images/tulips.png", title = "picture.tulips" },
  { source = "images/moon.png", title = "picture.moon" },
}
