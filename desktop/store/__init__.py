"""The library on disk: image files, catalogue, thumbnails, change feed and label queue. The only place with SQL."""
