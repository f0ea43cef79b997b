// Every word of the page, in the languages it speaks.
const WORDS = {
  en: {
    language: "Language", sheets: "Sheets", tables: "Tables", none: "No tables here.", unsure: "not sure",
    hidden: "hidden", gridName: "Cells of", empty: "This sheet is empty.",
    legend: "Grey lines are left out when the table is looked for; amber marks are anchors.",
    lost: "The program behind this page has ended. Open the workbook again.",
    refused: "This page's address is not valid any more. Open the workbook again.",
    fault: "That did not work. Try again.", reading: "Reading…", goto: "Show in the grid",
  },
  de: {
    language: "Sprache", sheets: "Blätter", tables: "Tabellen", none: "Hier sind keine Tabellen.",
    unsure: "nicht sicher", hidden: "ausgeblendet", gridName: "Zellen von",
    empty: "Dieses Blatt ist leer.",
    legend: "Graue Zeilen und Spalten bleiben bei der Suche nach der Tabelle weg; gelb markiert sind Anker.",
    lost: "Das Programm hinter dieser Seite ist beendet. Öffnen Sie die Arbeitsmappe erneut.",
    refused: "Die Adresse dieser Seite gilt nicht mehr. Öffnen Sie die Arbeitsmappe erneut.",
    fault: "Das hat nicht geklappt. Versuchen Sie es noch einmal.", reading: "Wird gelesen…",
    goto: "Im Blatt zeigen",
  },
  ko: {
    language: "언어", sheets: "시트", tables: "표", none: "여기에는 표가 없습니다.", unsure: "불확실",
    hidden: "숨김", gridName: "셀:", empty: "이 시트는 비어 있습니다.",
    legend: "회색 행과 열은 표를 찾을 때 제외되며, 노란 표시는 앵커입니다.",
    lost: "이 페이지를 띄운 프로그램이 종료되었습니다. 통합 문서를 다시 여십시오.",
    refused: "이 페이지의 주소는 더 이상 유효하지 않습니다. 통합 문서를 다시 여십시오.",
    fault: "작업하지 못했습니다. 다시 시도하십시오.", reading: "읽는 중…", goto: "시트에서 보기",
  },
};

export const languages = { en: "English", de: "Deutsch", ko: "한국어" };
let spoken = Object.keys(WORDS).find((one) => navigator.language.startsWith(one)) || "en";

export const language = () => spoken;
export const speak = (one) => { spoken = one; };

/** The word of that name; the name itself where it is a sentence of the server's. */
export const word = (name) => WORDS[spoken][name] ?? name;
