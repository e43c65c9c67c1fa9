BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
}

AfterAll { Exit-LocalHome }

Describe 'Start-MlTrainingJob' {
    It 'starts a job and returns it at once' {
        $job = Start-ShellJob 'quick' 'sleep 20'
        $job.Name | Should -Be 'quick'
        $job.Provider | Should -Be 'Local'
        $job.Status | Should -BeIn 'Pending', 'Running'
        $job | Remove-MlJob -Force
    }

    It 'keeps what it was given with the job' {
        $given = @{ Hyperparameter = @{ lr = 0.1 }; Tag = @{ team = 'vision' }; MetricPattern = @{ loss = 'loss=(.+)' } }
        $null = Start-ShellJob 'kept' 'exit 0' $given | Wait-MlJob
        $job = Get-MlJob kept
        $job.Hyperparameter['lr'] | Should -Be 0.1
        $job.Tag['team'] | Should -Be 'vision'
        $job.MetricPattern['loss'] | Should -Be 'loss=(.+)'
    }

    Context 'what reaches the training code' {
        It 'is the command, the hyperparameters by name, and the arguments' {
            $hyperparameter = @{ lr = 0.1; dataset = 'dogs', 'cats'; flag = $true; off = $false; none = $null }
            $null = Start-MlTrainingJob argv -Command sh, -c, 'printf "%s\n" "$@"', sh -Hyperparameter $hyperparameter -Argument '--last', 'a b' | Wait-MlJob
            (Get-MlJobLog argv).Message -join '|' | Should -Be '--dataset|dogs|--dataset|cats|--flag|--lr|0.1|--last|a b'
        }

        It 'keeps the order of an ordered table' {
            $null = Start-MlTrainingJob ordered -Command sh, -c, 'printf "%s\n" "$@"', sh -Hyperparameter ([ordered]@{ z = 1; a = 2 }) -ArgumentStyle Equals | Wait-MlJob
            (Get-MlJobLog ordered).Message -join '|' | Should -Be '--z=1|--a=2'
        }

        It 'finds its input where the argument says' {
            $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/spec-data").FullName
            [IO.File]::WriteAllText("$folder/rows.csv", 'one')
            $null = Start-MlTrainingJob input -Command cat -Argument '{input:train}/rows.csv' -InputData @{ train = $folder } | Wait-MlJob
            (Get-MlJobLog input).Message | Should -Be 'one'
        }

        It 'gets the environment' {
            $null = Start-ShellJob 'environment' 'echo $COLOUR $MLOPS_JOB_NAME $MLOPS_PROVIDER' @{ Environment = @{ COLOUR = 'red' } } | Wait-MlJob
            (Get-MlJobLog environment).Message | Should -Be 'red environment Local'
        }
    }

    Context 'with -SourceDirectory' {
        BeforeAll {
            $code = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-code").FullName
            [IO.File]::WriteAllText("$code/name.txt", 'one')
            [IO.File]::WriteAllText("$code/.gitignore", '*.log')
            [IO.File]::WriteAllText("$code/old.log", 'old')
            $given = @{ Command = 'sh', '-c', 'cat name.txt; ls old.log; echo two > name.txt; pwd' }
        }

        It 'runs the command in a copy of what git does not ignore' {
            $job = Start-MlTrainingJob coded -SourceDirectory $code @given | Wait-MlJob
            $job.Status | Should -Be 'Succeeded'
            $log = Get-MlJobLog coded -Stream Stdout
            $log[0].Message | Should -Be "one$env:MLOPS_HOME/local/jobs/coded/source"
            [IO.File]::ReadAllText("$code/name.txt") | Should -Be 'one'
            $job.SourceUri | Should -BeLike 'file:///*/local/jobs/coded/source/'
            Get-MlArtifact coded | Should -BeNullOrEmpty
        }

        It 'takes a path from the current location' {
            $paths = $ExecutionContext.SessionState.Path
            $before = $paths.CurrentLocation.Path
            $null = $paths.SetLocation("$env:MLOPS_HOME/..")
            try {
                "$(Start-MlTrainingJob planned -SourceDirectory ./spec-code @given -WhatIf 6>&1)" | Should -BeLike "# 2 files of $code copied*"
            }
            finally {
                $null = $paths.SetLocation($before)
            }
        }

        It 'takes the code of a piped job over, unless another is given, or none' {
            $job = Get-MlJob coded
            "$($job | Start-MlTrainingJob -Name planned -WhatIf 6>&1)" | Should -BeLike '# 2 files of */jobs/coded/source copied*'
            "$($job | Start-MlTrainingJob -Name planned -SourceDirectory $code -WhatIf 6>&1)" | Should -BeLike "# 2 files of $code copied*"
            "$($job | Start-MlTrainingJob -Name planned -SourceDirectory '' -WhatIf 6>&1)" | Should -Not -BeLike '*copied*'
        }

        It 'says that <name>' -ForEach @(
            @{ name = 'there is no such folder'; parameters = @{ SourceDirectory = './nowhere' }; id = 'NotFound'; message = '*no folder*nowhere*' }
            @{ name = 'it is a file'; parameters = @{ SourceDirectory = '{0}/name.txt' }; id = 'InvalidArgument'; message = '*which is a file*' }
            @{ name = 'it is in a store'; parameters = @{ SourceDirectory = 's3://b/x' }; id = 'InvalidArgument'; message = '*this machine only*' }
            @{ name = 'a command is wanted'; parameters = @{ SourceDirectory = '{0}'; Command = @(); Image = 'image'; Provider = 'SageMaker' }; id = 'InvalidArgument'; message = '*no command*' }
        ) {
            $all = $given.Clone()
            foreach ($parameter in $parameters.Keys) { $all[$parameter] = $parameters[$parameter] }
            $all.SourceDirectory = $all.SourceDirectory -f $code
            Start-MlTrainingJob refused @all -WhatIf -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike "MlOps.$id,*"
            $problem[0].Exception.Message | Should -BeLike $message
        }

        It 'warns of what does not go along' {
            [IO.File]::CreateSymbolicLink("$code/link", '/')
            $null = Start-MlTrainingJob planned -SourceDirectory $code @given -WhatIf -WarningVariable warning -WarningAction SilentlyContinue 6>&1
            [IO.File]::Delete("$code/link")
            "$warning" | Should -BeLike "The job does not get '$code/link': it is a symbolic link*"
        }
    }

    Context 'with -WhatIf' {
        It 'shows the request and starts nothing' {
            $shown = Start-MlTrainingJob planned -Command python3, train.py -Hyperparameter @{ lr = 0.1 } -WhatIf 6>&1
            "$shown" | Should -BeLike '*train.py*--lr*0.1*'
            Get-MlJob plan* | Should -BeNullOrEmpty
        }

        It 'starts nothing when the preference says so' {
            $WhatIfPreference = $true
            "$(Start-MlTrainingJob planned -Command python3, train.py 6>&1)" | Should -BeLike '*train.py*'
            Get-MlJob plan* | Should -BeNullOrEmpty
        }

        It 'shows the request where nothing is configured, and says once what is missing' {
            $given = @{ Provider = 'SageMaker'; Image = 'image'; Accelerator = 'A100'; AcceleratorCount = 8; WhatIf = $true; WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
            $shown = 'one', 'two' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Start-MlTrainingJob @given 6>&1
            "$shown" | Should -BeLike '*"TrainingJobName": "two"*'
            "$shown" | Should -BeLike '*ml.p4d.24xlarge*'
            $warnings | Should -HaveCount 3
            $warnings | ForEach-Object { "$_" | Should -BeLike 'This request cannot be sent yet: *' }
        }

        It 'is the only way where nothing is configured' {
            $null = Start-MlTrainingJob planned -Provider SageMaker -Image image -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
        }

        It 'names every setting that is missing' {
            $env:AWS_REGION = 'eu-central-1'
            try {
                $null = Start-MlTrainingJob planned -Provider SageMaker -Image image -ErrorVariable problem -ErrorAction SilentlyContinue
                $problem | Where-Object FullyQualifiedErrorId -like 'MlOps.NotConfigured,*' | Should -HaveCount 2
            }
            finally {
                $env:AWS_REGION = $null
            }
        }

        It 'takes the machine of a piped job unless another accelerator is asked for' {
            $source = [MlOps.MlJob]@{ Provider = 'SageMaker'; Name = 'source'; Id = 'x'; Image = 'image'; InstanceType = 'ml.g5.xlarge'; Accelerator = 'A10G'; AcceleratorCount = 1 }
            "$($source | Start-MlTrainingJob -Provider SageMaker -WhatIf -WarningAction SilentlyContinue 6>&1)" | Should -BeLike '*ml.g5.xlarge*'
            "$($source | Start-MlTrainingJob -Provider SageMaker -Accelerator V100 -WhatIf -WarningAction SilentlyContinue 6>&1)" | Should -BeLike '*ml.p3.2xlarge*'
            "$($source | Start-MlTrainingJob -Provider SageMaker -InstanceType ml.m5.large -WhatIf -WarningAction SilentlyContinue 6>&1)" | Should -BeLike '*ml.m5.large*'
        }
    }

    Context 'with what only a cloud has' {
        It 'names each parameter that is ignored' {
            $cloud = @{
                Spot = $true; MaxWait = '2h'; RetryCount = 3; KeepAlive = '10m'; VolumeSize = 100GB; ExecutionRole = 'arn:aws:iam::123456789012:role/r'
                Subnet = 'subnet-1'; SecurityGroup = 'sg-1', 'sg-2'; EncryptionKey = 'alias/k'; EncryptTraffic = $true; IsolateNetwork = $true
            }
            $null = Start-MlTrainingJob planned -Command sh @cloud -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue 6>&1
            "$warnings" | Should -BeLike '*: Spot, MaxWait, RetryCount, KeepAlive, VolumeSize, ExecutionRole, Subnet, SecurityGroup, EncryptionKey, EncryptTraffic, IsolateNetwork'
        }

        It 'refuses <name> <value>' -ForEach @(
            @{ name = 'RetryCount'; value = 0 }
            @{ name = 'RetryCount'; value = 31 }
            @{ name = 'VolumeSize'; value = 0 }
            @{ name = 'MaxWait'; value = 'soon' }
        ) {
            $given = @{ $name = $value }
            { Start-MlTrainingJob planned -Command sh @given -WhatIf } | Should -Throw
        }
    }

    Context 'with a job from the pipeline' {
        It 'starts the same work again, but for what is given' {
            $null = Start-MlTrainingJob first -Command sh, -c, 'printf "%s\n" "$@"', sh -Hyperparameter ([ordered]@{ z = 1; a = 2 }) -Argument last -Tag @{ run = 'one' } -MetricPattern @{ loss = 'l=(.)' } | Wait-MlJob
            $second = Get-MlJob first | Start-MlTrainingJob -Name second -WarningVariable ignored | Wait-MlJob
            $ignored | Should -BeNullOrEmpty
            $second.Tag['run'] | Should -Be 'one'
            $second.MetricPattern['loss'] | Should -Be 'l=(.)'
            (Get-MlJobLog second).Message -join '|' | Should -Be '--z|1|--a|2|last'
        }

        It 'takes the environment and the limit over, with their placeholders' {
            $given = @{ Environment = @{ WHERE = '{output}'; COLOUR = 'red' }; MaxRuntime = '5m' }
            $null = Start-ShellJob 'surroundings' 'echo $COLOUR $WHERE' $given | Wait-MlJob
            $job = Get-MlJob surroundings
            $job.Environment['WHERE'] | Should -Be '{output}'
            $job.Environment.Count | Should -Be 2
            $job.MaxRuntime | Should -Be ([TimeSpan]::FromMinutes(5))
            $again = $job | Start-MlTrainingJob -Name surroundings-2 -MaxRuntime 6m | Wait-MlJob
            $again.MaxRuntime | Should -Be ([TimeSpan]::FromMinutes(6))
            (Get-MlJobLog surroundings-2).Message | Should -BeLike 'red *surroundings-2/output'
        }

        It 'does not take a name twice' {
            $null = Get-MlJob first | Start-MlTrainingJob -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        }
    }

    Context 'with a job of another provider' {
        BeforeAll {
            $there = @{ Provider = 'Vertex'; Name = 'there'; Id = 'x'; Image = 'image'; Command = [string[]] ('python', 'train.py'); InstanceType = 'a2-highgpu-8g'; Accelerator = 'A100'; AcceleratorCount = 8 }
        }

        It 'takes the nearest machine and says which' {
            $said = [MlOps.MlJob] $there | Start-MlTrainingJob -Provider SageMaker -WhatIf -Verbose -WarningAction SilentlyContinue 6>&1 4>&1
            "$said" | Should -BeLike '*a2-highgpu-8g becomes ml.p4d.24xlarge.*'
            "$said" | Should -BeLike '*"InstanceType": "ml.p4d.24xlarge"*'
        }

        It 'says in one warning what has no counterpart' {
            $job = [MlOps.MlJob] @{ Provider = 'SageMaker'; Name = 'there'; Id = 'x'; InstanceType = 'ml.g5.12xlarge'; Accelerator = 'A10G'; AcceleratorCount = 4 }
            $null = $job | Start-MlTrainingJob -Name here -Provider Local -Image '' -Command sh -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue 6>&1
            "$warnings" | Should -BeLike '*has no counterpart for these, and ignores them: InstanceType ml.g5.12xlarge, Accelerator A10G*'
        }

        It 'leaves the machine to what is given' {
            "$([MlOps.MlJob] $there | Start-MlTrainingJob -Provider SageMaker -InstanceType ml.m5.large -WhatIf -WarningAction SilentlyContinue 6>&1)" | Should -BeLike '*ml.m5.large*'
        }

        It 'names the <what> that cannot be read there' -ForEach @(
            @{ what = 'image'; changed = @{ Image = 'europe-docker.pkg.dev/p/r/i:1' }; message = '*europe-docker.pkg.dev/p/r/i:1*' }
            @{ what = 'input'; changed = @{ InputData = [System.Collections.Generic.Dictionary[string, string]]::new() }; message = "*'train'*Google Cloud Storage*" }
        ) {
            if ($what -eq 'input') { $changed.InputData['train'] = 'gs://b/x' }
            $job = $there.Clone()
            foreach ($name in $changed.Keys) { $job[$name] = $changed[$name] }
            { [MlOps.MlJob] $job | Start-MlTrainingJob -Provider SageMaker -WhatIf -ErrorAction Stop } | Should -Throw $message
        }
    }

    Context 'with -MaxRuntime' {
        It 'takes a bare number as seconds and stops the job after them' {
            $job = Start-ShellJob 'limited' 'sleep 60' @{ MaxRuntime = 1 } | Wait-MlJob -Timeout 30
            $job.Status | Should -Be 'Stopped'
        }

        It 'takes 1d for a day, which PowerShell takes for a number' {
            $null = Wait-MlJob first -Timeout 49d -ErrorAction Stop
            { Wait-MlJob first -Timeout 50d -ErrorAction Stop } | Should -Throw '*50.00:00:00*'
            $splat = @{ Timeout = 1d }
            { Wait-MlJob first @splat -ErrorAction Stop } | Should -Throw '*quotes*'
        }

        It 'refuses what is no duration' {
            { Start-MlTrainingJob x -Command sleep -MaxRuntime soon -ErrorAction Stop } | Should -Throw '*not a duration*'
        }
    }
}
