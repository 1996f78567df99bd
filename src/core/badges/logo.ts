/** The four shapes of the logo, 32 by 32. */
export const LOGO_SHAPES =
  '<rect width="15" height="15" rx="4" fill="#f2684f"/><circle cx="24.5" cy="7.5" r="7.5" fill="#f6bb42"/>' +
  '<rect y="17" width="15" height="15" rx="4" fill="#18a08b"/>' +
  '<path d="M17 21a4 4 0 0 1 4-4h11v4a11 11 0 0 1-11 11h-4Z" fill="#4d49d6"/>';
