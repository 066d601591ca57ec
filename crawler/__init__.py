"""采集: the web, feeds and files, made into documents."""
