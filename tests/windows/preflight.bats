#!/usr/bin/env bats
load lib.bash

@test "free" {
	gives 0 25
}
