// The record that is shown stands in sight in the list of all records.
"use strict";
const here = document.querySelector(".lc-audit-list [aria-current]");
const list = here && here.closest("ol");
if (list && list.scrollHeight > list.clientHeight) {
  list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;
}
