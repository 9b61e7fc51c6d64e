/** Of one file, whether it comes by the API or by the buyer's page (contract 3.6, 5): 20 MB. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Of one draft, and so of one document (contract 3.6). */
export const MAX_DRAFT_FILES = 20;
