export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/heic';
