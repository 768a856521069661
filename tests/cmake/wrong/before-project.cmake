# SPDX-License-Identifier: Apache-2.0
# whole file
cmake_minimum_required(VERSION 3.22)
include(SoupTrace)
project(product LANGUAGES NONE)
