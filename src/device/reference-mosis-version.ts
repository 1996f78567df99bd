/** The Mosis version that the reference device plays, unless it is told another. */
export const REFERENCE_MOSIS_VERSION = "1.0.0";
