import { byKey, COUNT, count, list, named, object, TEXT, text } from "./build-schema.ts";
import type { JsonObject } from "../../json/value.ts";
import { FACETS } from "../../search/layout.ts";

/** What the files of search hold, see `core/search/layout.ts`. */
export const searchSchemas: Readonly<Record<string, JsonObject>> = {
  SearchIndex: object("How the search is laid out.", {
    apps: count("How many apps it has."),
    bits: object("Base 2 logarithm of how many shards each family has.", {
      names: count("Of `names`."),
      spellings: count("Of `spellings`."),
      texts: count("Of `texts`."),
    }),
    mosis: list("Every lowest version of Mosis that an app runs on, rising.", TEXT),
  }),
  SearchShard: object("Words that share a shard, and the apps that have them.", {
    words: list("Sorted by code units.", TEXT),
    apps: list("References of the apps, rising; each but the first less the one before.", COUNT),
    found: list(
      "Of each word, for each place it can stand in, best first, the positions in `apps`, rising; each but the first less the one before. Empty ends are left out.",
      list("Of one word.", list("Of one place.", COUNT)),
    ),
    cut: list("Positions of words that more apps have than are told.", COUNT),
    facets: object("What the apps are.", Object.fromEntries(FACETS.map((facet) => [facet, named("SearchFacet")]))),
  }),
  SearchFacet: object("The sets of values that occur, and which of them each app has.", {
    values: list("Sets of values.", list("A set.", TEXT)),
    of: list("Of each app the position in `values`.", COUNT),
  }),
  SearchSpellings: object("Words of names, to find what was meant by a word that none has.", {
    words: list("Sorted by code units.", TEXT),
  }),
  SearchResult: object("What is shown of an app among results.", {
    app_id: named("AppId"),
    name: text("Name of the app."),
    summary: text("One line."),
    developer: text("Name of its developer."),
    categories: list("Ids of categories.", TEXT),
    icon: text("Path of its icon of 64 pixels, from the root of the store."),
    listings: byKey(
      "Name and summary by language.",
      object("In one language.", { name: text("Name of the app."), summary: text("One line.") }),
    ),
  }),
};
