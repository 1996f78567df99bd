/** A broken promise of this program itself. Shells report it with exit code 70 and ask for a report. */
export class Bug extends Error {
  override readonly name = "Bug";
}
