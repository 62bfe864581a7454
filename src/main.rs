//! The command line of copydesk. All of the work is the library's; see `ui` for what may be typed.

mod ui;

fn main() -> std::process::ExitCode {
    ui::main()
}
