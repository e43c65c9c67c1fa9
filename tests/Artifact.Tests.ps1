BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
    $script = 'mkdir -p "$MLOPS_TENSORBOARD_DIR/run"; echo events > "$MLOPS_TENSORBOARD_DIR/run/events.1"; echo weights > "$MLOPS_MODEL_DIR/model.bin"; echo state > "$MLOPS_CHECKPOINT_DIR/1.ckpt"'
    $null = Start-ShellJob 'made-1' $script | Wait-MlJob
    $null = Start-ShellJob 'made-2' $script | Wait-MlJob
    $target = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/spec-target").FullName

    function Join-Sorted([string[]] $Text) {
        if ($Text) { [Array]::Sort($Text, [StringComparer]::Ordinal) }
        $Text -join ' '
    }

    # Every file below a folder, unfinished ones too.
    function Get-Name([string] $Folder) {
        if ([IO.Directory]::Exists($Folder)) { Join-Sorted $(foreach ($file in [IO.Directory]::GetFiles($Folder, '*', [IO.SearchOption]::AllDirectories)) { [IO.Path]::GetRelativePath($Folder, $file) }) }
    }
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

    It 'fetches again what was changed or removed here, and what the job has written anew' {
        $null = Receive-MlArtifact made-2 -Destination "$target/again"
        [IO.File]::WriteAllText("$target/again/model/model.bin", 'something else')
        [IO.File]::Delete("$target/again/checkpoints/1.ckpt")
        [IO.File]::WriteAllText("$env:MLOPS_HOME/local/jobs/made-2/logs/run/events.1", "events`nmore`n")
        Join-Sorted (Receive-MlArtifact made-2 -Destination "$target/again" | Where-Object Result -EQ Received).Path | Should -Be 'checkpoints/1.ckpt logs/run/events.1 model/model.bin'
        [IO.File]::ReadAllText("$target/again/model/model.bin") | Should -Be "weights`n"
        [IO.File]::ReadAllText("$target/again/logs/run/events.1") | Should -Be "events`nmore`n"
        Get-Name "$target/again" | Should -Be 'checkpoints/1.ckpt logs/run/events.1 model/model.bin'
    }

    It 'says what it fetches, with the size' {
        $said = Receive-MlArtifact made-1 -Include 'model/*' -Destination "$target/said" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -BeLike "*Receive into $target/said*Local/made-1/model/model.bin (8 B)*"
    }

    It 'fetches into a folder in the current one that has the name of the job' {
        $paths = $ExecutionContext.SessionState.Path
        $before = $paths.CurrentLocation.Path
        $null = $paths.SetLocation($target)
        try {
            (Receive-MlArtifact made-1 -Include 'model/*').Destination | Should -Be "$target/made-1/model/model.bin"
        }
        finally {
            $null = $paths.SetLocation($before)
        }
    }

    It 'fetches nothing, without an error, when no path fits' {
        Receive-MlArtifact made-1 -Include 'nothing/**' -Destination "$target/none" -ErrorAction Stop | Should -BeNullOrEmpty
        [IO.Directory]::Exists("$target/none") | Should -BeFalse
    }

    It 'says that there is no such job, and fetches of the others' {
        $received = Receive-MlArtifact made-1, no-such -Include 'model/*' -Destination "$target/other" -ErrorVariable problem -ErrorAction SilentlyContinue
        $received.JobName | Should -Be 'made-1'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].Exception.Message | Should -BeLike '*no-such*'
    }

    It 'keeps a folder that is in the way, and fetches the rest' {
        $null = [IO.Directory]::CreateDirectory("$target/way/model/model.bin")
        Join-Sorted (Receive-MlArtifact made-1 -Destination "$target/way" -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Be 'checkpoints/1.ckpt logs/run/events.1'
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        $problem[0].Exception.Message | Should -BeLike "*$target/way/model/model.bin*is a folder*"
    }

    It 'writes nothing outside of the folder because of a link in it' {
        $null = [IO.Directory]::CreateDirectory("$target/linked")
        $null = [IO.Directory]::CreateDirectory("$target/outside")
        $null = [IO.Directory]::CreateSymbolicLink("$target/linked/logs", "$target/outside")
        Join-Sorted (Receive-MlArtifact made-1 -Destination "$target/linked" -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Be 'checkpoints/1.ckpt model/model.bin'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].Exception.Message | Should -BeLike '*logs/run/events.1*symbolic link*'
        Get-Name "$target/outside" | Should -BeNullOrEmpty
    }

    It 'gives each of several jobs a folder of its own' {
        $null = Receive-MlArtifact made-* -Destination "$target/both"
        [IO.File]::Exists("$target/both/made-1/logs/run/events.1") | Should -BeTrue
        [IO.File]::Exists("$target/both/made-2/checkpoints/1.ckpt") | Should -BeTrue
    }

    It 'fetches the very files that are piped in, whatever their names' {
        $null = Start-ShellJob 'made-3' 'echo a > "$MLOPS_OUTPUT_DIR/a[1].txt"; echo b > "$MLOPS_OUTPUT_DIR/a1.txt"; echo c > "$MLOPS_OUTPUT_DIR/{c}*.txt"' | Wait-MlJob
        $received = Get-MlArtifact made-3 | Where-Object Path -NotLike '*a1.txt' | Receive-MlArtifact -Destination "$target/piped"
        Join-Sorted $received.Path | Should -Be 'output/a[1].txt output/{c}*.txt'
        [IO.File]::Exists("$target/piped/output/a1.txt") | Should -BeFalse
    }

    It 'fetches the files of several jobs that are piped in, each to its folder' {
        $received = Get-MlArtifact made-1, made-2 'checkpoints/**' | Receive-MlArtifact -Destination "$target/several"
        @($received).Count | Should -Be 2
        [IO.File]::Exists("$target/several/made-2/checkpoints/1.ckpt") | Should -BeTrue
        [IO.File]::Exists("$target/several/made-2/logs/run/events.1") | Should -BeFalse
    }
}

Describe 'Receive-MlArtifact of a job that packs its model' {
    BeforeAll {
        $null = Start-ShellJob 'packs' 'cd "$MLOPS_OUTPUT_DIR"; mkdir logs; echo events > logs/events.1; echo weights > weights.bin; tar czf "$MLOPS_MODEL_DIR/model.tar.gz" logs weights.bin; rm -r logs weights.bin' | Wait-MlJob
    }

    It 'fetches what is in it' {
        (Get-MlArtifact packs).Path | Should -Be 'model/model.tar.gz'
        Join-Sorted (Get-MlArtifact packs -Expand).Path | Should -Be 'logs/events.1 model/weights.bin'
        (Receive-MlArtifact packs -Include 'logs/**' -Destination "$target/packs").Path | Should -Be 'logs/events.1'
        Get-Name "$target/packs" | Should -Be 'logs/events.1'
    }

    It 'fetches it as it is with -KeepPacked' {
        (Receive-MlArtifact packs -KeepPacked -Destination "$target/kept").Path | Should -Be 'model/model.tar.gz'
    }
}

Describe 'Receive-MlArtifact -Watch' {
    It 'fetches what a running job writes, until it has ended' {
        $script = 'echo 1 > "$MLOPS_CHECKPOINT_DIR/1.ckpt"; while ! [ -e go ]; do sleep 0.1; done; echo 2 > "$MLOPS_CHECKPOINT_DIR/2.ckpt"; echo 11 > "$MLOPS_CHECKPOINT_DIR/1.ckpt"; while ! [ -e end ]; do sleep 0.1; done; echo 3 > "$MLOPS_CHECKPOINT_DIR/3.ckpt"; echo w > "$MLOPS_MODEL_DIR/model.bin"'
        $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-watch").FullName
        $paths = $ExecutionContext.SessionState.Path
        $before = $paths.CurrentLocation.Path
        $null = $paths.SetLocation($folder)
        try { $job = Start-ShellJob 'watched' $script } finally { $null = $paths.SetLocation($before) }

        # The job goes on when what it has written before is here.
        $seen = $job | Receive-MlArtifact -Destination "$target/watched" -Watch -ErrorAction Stop | ForEach-Object {
            $_
            if ($_.Path -eq 'checkpoints/1.ckpt') { [IO.File]::WriteAllText("$folder/go", '') }
            if ($_.Path -eq 'checkpoints/2.ckpt') { [IO.File]::WriteAllText("$folder/end", '') }
        }

        (Get-MlJob watched).Status | Should -Be 'Succeeded'
        $seen | ForEach-Object { $_.Result | Should -Be 'Received' }
        foreach ($name in 'checkpoints/1.ckpt', 'checkpoints/2.ckpt', 'checkpoints/3.ckpt', 'model/model.bin') { $seen.Path | Should -Contain $name }
        [IO.File]::ReadAllText("$target/watched/checkpoints/1.ckpt") | Should -Be "11`n"
        Get-Name "$target/watched" | Should -Be 'checkpoints/1.ckpt checkpoints/2.ckpt checkpoints/3.ckpt model/model.bin'
    }

    It 'ends at once with a job that has ended, like a fetch without it' {
        @(Receive-MlArtifact made-1 -Destination "$target/ended" -Watch).Count | Should -Be 3
        Receive-MlArtifact made-1 -Destination "$target/ended" -Watch | ForEach-Object { $_.Result | Should -Be 'Unchanged' }
    }

    It 'says once what cannot be fetched, however often it looks' {
        $job = Start-ShellJob 'blocked' 'echo a > "$MLOPS_OUTPUT_DIR/a.txt"; sleep 3; echo b > "$MLOPS_OUTPUT_DIR/b.txt"'
        $null = [IO.Directory]::CreateDirectory("$target/blocked/output/a.txt")
        ($job | Receive-MlArtifact -Destination "$target/blocked" -Watch -ErrorVariable problem -ErrorAction SilentlyContinue).Path | Should -Be 'output/b.txt'
        @($problem).Count | Should -Be 1
    }

    It 'ends with an error when the job is removed' {
        $job = Start-ShellJob 'vanishes' 'echo a > "$MLOPS_OUTPUT_DIR/a.txt"; sleep 60'
        $job | Receive-MlArtifact -Destination "$target/vanishes" -Watch -ErrorVariable problem -ErrorAction SilentlyContinue | ForEach-Object { Remove-MlJob vanishes -Force }
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].Exception.Message | Should -BeLike '*vanishes*'
    }
}
