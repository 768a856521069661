# SPDX-License-Identifier: Apache-2.0
souptrace_post_link(TARGET pump OUTPUT pump.hex FROM ./pump.hex ACTION sign)
