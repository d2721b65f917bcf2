"""Scorecards (项目支出绩效自评表): found, divided into blocks, read as values."""
