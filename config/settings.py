"""Settings of an installation: where it keeps its data, where it listens. From the environment (HUIXIANG_…) or `.env`.

Contents: Settings
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What differs from one machine to the next; everything else is a rule."""

    model_config = SettingsConfigDict(env_prefix="HUIXIANG_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    data: Path = Field(Path("var"), description="folder for the register, the index and the logs")
    database: str = Field("", description="address of the register; empty = SQLite in the data folder")
    rules: Path | None = Field(None, description="folder of the rules; empty = those that come with the program")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8600, ge=0, le=65535, description="port to listen on; 0 = any free one")
    contact: str = Field("", description="how a site can reach the operator; it stands in the crawler's User-Agent")
    production: Literal["no", "yes"] = Field("no", description="yes = notices really leave the house; no = it is said what would be sent")
    rsshub: str = Field("", description="address of an RSSHub service; empty = its sources stay off")
    private: bool = Field(False, description="whether the administrator may try addresses of the inner network on the page")

    @property
    def database_url(self) -> str:
        """The register's address as SQLAlchemy reads it."""
        return self.database or f"sqlite:///{self.data / 'register.sqlite'}"
