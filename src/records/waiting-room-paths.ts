/**
 * Paths of the page that says "please wait, you will be let in", as it is called most; for `--waiting-room` left out.
 * Patterns as in {@link PathPattern}. A plain `/queue` is not among them: many sites have one that is something else.
 */
export const WAITING_ROOM_PATHS: readonly string[] = [
  "**/waiting-room",
  "**/waiting_room",
  "**/waitingroom",
  "**/waiting-room.*",
  "**/waitingroom.*",
  "**/virtual-queue",
  "**/file-attente",
  "**/file-d-attente",
  "**/file-attente.*",
  "**/attente",
  "**/attente.*",
  "**/salle-d-attente",
  "**/warteraum",
  "**/warteschlange",
  "**/wachtkamer",
  "**/wachtrij",
  "**/sala-de-espera",
  "**/sala-espera",
  "**/lista-de-espera",
  "**/sala-d-attesa",
];
