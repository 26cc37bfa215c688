"""审计: sheets of an audit (稽核底稿), what is drawn onto them, findings, answers, follow-up."""
