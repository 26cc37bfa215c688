"""Papers (文稿): what one says, and the same as a Word document and as a workbook."""
