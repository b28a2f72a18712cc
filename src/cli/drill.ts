/**
 * What the operator of a French school site knows without looking at its log, and tells when the bundled drill is judged:
 * where the audience lives (overseas, too), and by which clock.
 */
export const AS_ITS_OPERATOR = {
  home: "FR,GP,MQ,GF,RE,YT,PM,BL,MF,NC,PF,WF",
  tz: "Europe/Paris",
} as const;
