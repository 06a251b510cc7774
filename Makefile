# Every command people use, in one place. `make` lists them.

DATA ?= data
URL ?= http://127.0.0.1:8080
N ?= 20
FROM ?= data
TO ?= sqlite:chronicle.db
NAME ?= EmbeddedQuickStart
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help bench-aggregator bench-append bench-commands bench-http bench-jdbc bench-projection bench-pubsub bench-read bench-shared bench-sourcing bootstrap build check clean cluster-status copy dead-letters deps dev example flood fmt format health ingest list-events load publish run slow-test test verify

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

bench-aggregator: ## Measure POST /publish with duplicates, and queries of 10 million events
	benchmarks/run aggregator $(ARGS)

bench-append: ## Measure appends, beside a bare log and SQLite: make bench-append ARGS=--help
	benchmarks/run append $(ARGS)

bench-commands: ## Measure commands on PostgreSQL, beside Axon Framework
	benchmarks/run commands $(ARGS)

bench-http: ## Measure POST /events, beside a server without a store
	benchmarks/run http $(ARGS)

bench-jdbc: ## Measure appends to PostgreSQL, beside plain JDBC
	benchmarks/run jdbc $(ARGS)

bench-projection: ## Measure projections that catch up, beside a plain read, and their latency
	benchmarks/run projection $(ARGS)

bench-pubsub: ## Measure the channels, in process and with a thousand clients
	benchmarks/run pubsub $(ARGS)

bench-read: ## Measure reads of a small and a large log
	benchmarks/run read $(ARGS)

bench-shared: ## Measure POST /publish on PostgreSQL and Redis
	benchmarks/run shared $(ARGS)

bench-sourcing: ## Measure commands on aggregates, and loading
	benchmarks/run sourcing $(ARGS)

bootstrap: clean build ## Clean, fetch what is needed, build

build: ## Build server/target/chronicle.jar, without tests
	mvn -q -Dmaven.test.skip=true package

check: format test ## Format, then build and test

clean: ## Remove what the build made (not the data)
	mvn -q clean

copy: ## Move a log to another store: make copy FROM=data TO=sqlite:log.db
	./chronicle copy --from $(FROM) --to $(TO)

dead-letters: ## Show what no consumer could handle
	./chronicle dead-letters --url $(URL)

deps: build ## Same as build: Maven fetches what it needs as it builds

dev: run ## Same as run: ./chronicle builds what is out of date

example: ## Run an example: make example NAME=PackageLogImport ARGS="--data data/packages"
	mvn -q -pl examples -am package -Dmaven.test.skip=true -Pexample -Dexample=$(NAME) -Dargs="$(ARGS)"

flood: ## Send N events in parallel and see the consumers compete: make flood N=20
	./chronicle flood --url $(URL) $(N)

fmt: format ## Same as format

format: ## Format all Java
	mvn -q -N verify -Dformat=apply

cluster-status: ## Ask a server for the nodes, leader and workers of its cluster
	./chronicle cluster status --url $(URL)

health: ## Ask the server how it is
	./chronicle health --url $(URL)

ingest: ## Send one random event
	./chronicle ingest --url $(URL)

list-events: ## Print every event, newest first
	./chronicle list-events --url $(URL)

load: ## Keep the aggregator busy and measure it: make load ARGS="--duration 10s"
	./chronicle load --url $(URL) $(ARGS)

publish: ## Publish 20,000 log events, three in ten twice: make publish ARGS=--help
	./chronicle publish --url $(URL) $(ARGS)

run: ## Start the server on DATA: make run DATA=data
	./chronicle serve --data $(DATA)

slow-test: ## Build and test, with the long fault-injection loops
	mvn verify -Pslow

test: ## Build and test everything, and check the format
	mvn verify

verify: ## Check every record of a log that no server has open: make verify DATA=data
	./chronicle verify $(DATA)
