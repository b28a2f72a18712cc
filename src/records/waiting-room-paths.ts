/** Paths of waiting rooms as queueing products and frameworks name them, tried where none is given. */
export const WAITING_ROOM_PATHS: readonly string[] = [
  "**/waiting-room",
  "**/waiting-room/**",
  "**/waitingroom",
  "**/waitingroom/**",
  "**/waiting",
  "**/queue",
  "**/queue/**",
  "**/queue-it/**",
  "**/file-d-attente",
  "**/salle-d-attente",
  "**/attente",
  "**/warteraum",
  "**/sala-de-espera",
  "**/cdn-cgi/waitingroom/**",
];
