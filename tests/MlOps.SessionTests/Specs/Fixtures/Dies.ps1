Describe 'a session' {
    It 'lives' { }
    It 'dies' { [Environment]::Exit(7) }
    It 'is not there any more' { }
}
