"""The sample world (示例世界): a small web about 崇左市 on loopback, for a first look and for tests. All of it is invented."""
