/** So long after the end of its link a draft is there for a new one. The page promises it, and the job keeps it. */
export const DRAFT_GRACE_DAYS = 30;
