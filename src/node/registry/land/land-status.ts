/** The commit status in which it is kept that something was said of a head, and when. Nothing is said of code. */
export const LAND_STATUS = "mosis/merge";
