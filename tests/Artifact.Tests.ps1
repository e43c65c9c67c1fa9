BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
    $script = 'mkdir -p "$MLOPS_TENSORBOARD_DIR/run"; echo events > "$MLOPS_TENSORBOARD_DIR/run/events.1"; echo weights > "$MLOPS_MODEL_DIR/model.bin"; echo state > "$MLOPS_CHECKPOINT_DIR/1.ckpt"'
    $null = Start-ShellJob 'made-1' $script | Wait-MlJob
    $null = Start-ShellJob 'made-2' $script | Wait-MlJob
    $target = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/spec-target").FullName
}

AfterAll { Exit-LocalHome }

Describe 'Get-MlArtifact' {
    It 'lists the files with paths that are the same on every provider' {
        (Get-MlArtifact made-1).Path | Should -Contain 'logs/run/events.1'
        (Get-MlArtifact made-1).Path | Should -Contain 'checkpoints/1.ckpt'
    }

    It 'chooses by globs' {
        (Get-MlArtifact made-1 'logs/**').Path | Should -Be 'logs/run/events.1'
        (Get-MlArtifact made-1 -Exclude 'logs/**').Path | Should -Not -Contain 'logs/run/events.1'
    }
}

Describe 'Receive-MlArtifact' {
    It 'moves nothing with -WhatIf' {
        Receive-MlArtifact made-1 -Include 'logs/**' -Destination "$target/none" -WhatIf | Should -BeNullOrEmpty
        [IO.Directory]::Exists("$target/none") | Should -BeFalse
    }

    It 'fetches what fits the globs' {
        $received = Receive-MlArtifact made-1 -Include 'logs/**' -Destination "$target/one"
        @($received).Count | Should -Be 1
        [IO.File]::ReadAllText("$target/one/logs/run/events.1") | Should -Be "events`n"
        [IO.File]::Exists("$target/one/checkpoints/1.ckpt") | Should -BeFalse
    }

    It 'does not fetch twice what is there' {
        (Receive-MlArtifact made-1 -Include 'logs/**' -Destination "$target/one").Result | Should -Be 'Unchanged'
    }

    It 'gives each of several jobs a folder of its own' {
        $null = Receive-MlArtifact made-* -Destination "$target/both"
        [IO.File]::Exists("$target/both/made-1/logs/run/events.1") | Should -BeTrue
        [IO.File]::Exists("$target/both/made-2/checkpoints/1.ckpt") | Should -BeTrue
    }

    It 'fetches the very files that are piped in, whatever their names' {
        $null = Start-ShellJob 'made-3' 'echo a > "$MLOPS_OUTPUT_DIR/a[1].txt"; echo b > "$MLOPS_OUTPUT_DIR/a1.txt"; echo c > "$MLOPS_OUTPUT_DIR/{c}*.txt"' | Wait-MlJob
        $received = Get-MlArtifact made-3 | Where-Object Path -NotLike '*a1.txt' | Receive-MlArtifact -Destination "$target/piped"
        $received.Path -join ' ' | Should -Be 'output/a[1].txt output/{c}*.txt'
        [IO.File]::Exists("$target/piped/output/a1.txt") | Should -BeFalse
    }

    It 'fetches the files of several jobs that are piped in, each to its folder' {
        $received = Get-MlArtifact made-1, made-2 'checkpoints/**' | Receive-MlArtifact -Destination "$target/several"
        @($received).Count | Should -Be 2
        [IO.File]::Exists("$target/several/made-2/checkpoints/1.ckpt") | Should -BeTrue
        [IO.File]::Exists("$target/several/made-2/logs/run/events.1") | Should -BeFalse
    }
}
