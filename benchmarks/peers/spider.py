"""A crawl by Scrapy, run by an interpreter of its own: so many pages of every portal of a list."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor


class Portals(scrapy.Spider):
    """Follows links in the order in which they stand, without judging anything."""

    name = "portals"

    def __init__(self, inventory: str, pages: int) -> None:
        """Take the list of portals, and how many pages are read of each."""
        super().__init__()
        self.inventory, self.most = inventory, pages
        self.asked: Counter[str] = Counter()
        self.links = LinkExtractor()

    async def start(self) -> Any:
        """Ask for every home page, by address: the names are known to nobody."""
        with open(self.inventory, encoding="utf-8", newline="") as file:  # noqa: ASYNC230, PTH123
            for row in csv.DictReader(file):
                port = urlsplit(row["url"]).port
                self.asked[row["address"]] += 1
                yield scrapy.Request(f"https://{row['address']}:{port}/")

    def parse(self, response: Any) -> Iterator[Any]:
        """Follow the links of a page while there is room."""
        host = urlsplit(response.url).hostname or ""
        for link in self.links.extract_links(response):
            if urlsplit(link.url).hostname == host and self.asked[host] < self.most:
                self.asked[host] += 1
                yield scrapy.Request(link.url)


SETTINGS = {
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "ERROR",
}

process = CrawlerProcess(SETTINGS)
process.crawl(Portals, inventory=sys.argv[1], pages=int(sys.argv[2]))
process.start()
