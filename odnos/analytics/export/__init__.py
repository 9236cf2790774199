"""Answers to reports as files: a workbook, plain rows, paper and a picture, each with what was asked and as of when."""
