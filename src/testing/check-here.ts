import { checkOnNode, type NodeChecker } from "../node/checking/check-subject.ts";

/** Checks packages in this process, where nothing is hostile and no time is to be lost. */
export const checkHere: NodeChecker = async (subject) => checkOnNode(subject, () => undefined);
